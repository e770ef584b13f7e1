const a = (
  <p>
    // not a comment
    text {/* one */}
  </p>
);
