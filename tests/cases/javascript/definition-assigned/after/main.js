var res = module.exports = Object.create(null)

// Sends text.
res.send = function send(body) {
  return write(body)
}

Queue.prototype.items = 3

exports.old = function () {
  return 1
}
