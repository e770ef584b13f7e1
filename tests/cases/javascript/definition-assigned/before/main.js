var res = module.exports = Object.create(null)

// Sends text.
res.send = function send(body) {
  return write(body)
}

// Sends what a
// callback gets.
res.jsonp = function jsonp(body) {
  return this.send(body)
};

res.links = (links) => {
  return links
}

Queue.prototype.drain = function () {
  this.items = []
}

Queue.prototype.items = 3

exports.old = function () {
  return 1
}
