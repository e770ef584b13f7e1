output "z" {
  value = 1
}

output "c" {
  value = 3
}
