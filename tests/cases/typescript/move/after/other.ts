export function other() {
}

function main() {
  help(1);
}
