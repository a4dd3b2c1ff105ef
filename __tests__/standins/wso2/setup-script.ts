/** How the set-up ends: with the tool, without one because the product has none for this machine, or with an error. */
export type SetupVariant = 'ok' | 'unsupported' | 'http-error'

/**
 * A stand-in for `update_tool_setup.sh`, which newer packs hold instead of the tool (WSO2 docs-updates,
 * "set-up-update-tool", and the script in public packs): it reads `updates/product.txt`, needs no credentials and drops
 * `wso2update_linux` beside itself. It is not that script; `-h -v -a -c --force-clean` are taken and do nothing here.
 * Exit 1 for an HTTP error; exit 0 without a tool where there is none for this machine.
 */
export function setupScript(tool: string, record: string, variant: SetupVariant): string {
  return `#!/bin/sh
bin=$(cd "$(dirname "$0")" && pwd)
run=$(printf '{"program":"update_tool_setup.sh","pid":%d,"cwd":"%s","file":"%s","argv":[],"envNames":[],"env":{},"password":"none","passwordFrom":null,"revision":0,"fault":null}' $$ "$PWD" "$bin/update_tool_setup.sh")
printf '%s\\n' "$run" >> '${record}'
product=$(cat "$bin/../updates/product.txt" 2>/dev/null)
if ! printf '%s' "$product" | grep -Eq '^[0-9a-zA-Z-]+-[0-9]+\\.[0-9]+\\.[0-9]+$'; then
  echo "Unable to identify the product" >&2
  exit 1
fi
${endings[variant].replace('TOOL', tool)}
`
}

const endings = {
  ok: `cp 'TOOL' "$bin/wso2update_linux" && chmod 755 "$bin/wso2update_linux"`,
  unsupported: `echo "NOTE: Product does not support the current system's OS and architecture"\nexit 0`,
  'http-error': 'echo "Error while downloading the update tool: HTTP 503" >&2\nexit 1',
} as const
