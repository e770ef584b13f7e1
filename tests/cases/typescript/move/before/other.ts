export function other() {
}
