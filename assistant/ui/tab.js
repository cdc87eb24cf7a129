// Tells the page which tab this is: the token that the tab remembers, or the one it has just been offered.
// It shows nothing, loads nothing and knows no words of anybody.
export default ({ data, setStateValue }) => {
  let token = data.token;
  try {
    if (!data.settled) token = sessionStorage.getItem("alongside-tab") ?? token;
    sessionStorage.setItem("alongside-tab", token);
  } catch {
    // A browser that remembers nothing: each load is a tab of its own.
  }
  if (data.settled && window.alongsideTab === token) return;
  window.alongsideTab = token;
  setStateValue("token", token);
};
