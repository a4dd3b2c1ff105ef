import { n as scrubConfig, t as channelOf } from "./tools-in-place-config-yaml.js";

export { channelOf };