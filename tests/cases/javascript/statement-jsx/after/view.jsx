export const View = ({ title, items }) => (
  <div className="page">
    {title ? <Old title={title} /> : <New />}
    <Pane
      wide
    >
      <b>bold</b>
    </Pane>
    <Last />
    <Child
      title={title}
      onClick={() => {
        drain();
      }}
    />
  </div>
);
