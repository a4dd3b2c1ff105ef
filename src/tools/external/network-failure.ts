/**
 * What programs in Go, as WSO2's are, and curl say where the network, a proxy or a certificate is in the way. An error of
 * Go's HTTP client begins with the method and the address (`net/url`, *Error*): `Post "https://…/token": EOF`.
 */
export const networkFailure =
  /\b(?:get|post|put|head) \\?"https?:\/\/|no such host|dial tcp|could not resolve host|connection re(?:fused|set)|broken pipe|no route to host|network is unreachable|i\/o timeout|deadline exceeded|proxyconnect|proxy authentication|x509|\btls: |certificate (?:verif|problem|has expired)|stream error|unable to connect to WSO2/i
