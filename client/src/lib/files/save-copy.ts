/** Hands a file to the browser's own download: the person chooses where it goes. */
export function saveCopy(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  follow(address, name);
  // The browser reads it after the click; a minute is ample, and nothing is held for ever.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Lets the browser download from our own server. */
export function downloadFrom(url: string, name: string): void {
  follow(url, name);
}

function follow(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
