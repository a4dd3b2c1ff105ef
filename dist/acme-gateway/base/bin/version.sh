#!/bin/sh
# Prints the product and its version.
set -eu
cat "$(dirname "$0")/../updates/product.txt"
