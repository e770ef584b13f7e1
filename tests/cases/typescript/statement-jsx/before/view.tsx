export const View = ({ title, items }) => (
  <div className="page">
    {/* The old header. */}
    {title ? <Old title={title} /> : <New />}
    <Child
      title={title}
      onClick={() => {
        drain();
      }}
    />
    <Pane
      wide
    >
      <b>bold</b> {/* as ever */}
    </Pane>
    {items.map((item) => (
      <li key={item}>{item}</li>
    ))}
    <Last />
  </div>
);
