#!/bin/sh
# Speaks all prompts anew. Needs festival, festvox-ru, espeak-ng and sox.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/../zhkh" prompts build --folder "$here"
