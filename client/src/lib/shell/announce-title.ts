/**
 * Keeps what Kit tells screen readers after a navigation true: it reads the window's title at once, and a page that is
 * still loading, or whose language changes, gets its own title later. Returns the way to stop.
 */
export function announceTitle(): () => void {
  const observer = new MutationObserver(() => {
    const said = document.getElementById('svelte-announcer');
    const text = [...(said?.childNodes ?? [])].find(
      (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
    );
    // The node stays Kit's own: it writes the next title into it.
    if (text && text.nodeValue !== document.title) text.nodeValue = document.title;
  });
  observer.observe(document.head, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}
