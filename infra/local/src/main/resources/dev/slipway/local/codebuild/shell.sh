# Runs the commands of a build in one shell, as CodeBuild does. Their files are named on standard input, one a line; the
# exit code of each goes to the output after a mark that no command can guess. What a command exports, and where it
# goes, outlives even a shell that it ends.
__slipway_state=$1
__slipway_mark=$2
# Copies of the first input and output, so that a command may redirect its own.
exec 198<&0 199>&1 </dev/null
# shellcheck source=/dev/null
[[ -f $__slipway_state ]] && . "$__slipway_state"
trap '{ export -p; printf "cd %q\n" "$PWD"; } >"$__slipway_state"' EXIT
while IFS= read -r -u 198 __slipway_file; do
  # shellcheck source=/dev/null
  . "$__slipway_file"
  printf '%s %d\n' "$__slipway_mark" "$?" >&199
done
