/** An address on a map: the device's own app where it has one that links open, else OpenStreetMap. */
export function mapLink(address: string, userAgent: string): string {
  const query = encodeURIComponent(address);
  if (/Android/u.test(userAgent)) return `geo:0,0?q=${query}`;
  if (/iPhone|iPad|Macintosh/u.test(userAgent)) return `https://maps.apple.com/?q=${query}`;
  return `https://www.openstreetmap.org/search?query=${query}`;
}

/** A telephone number as a link wants it: digits and a leading plus. */
export function phoneLink(phone: string): string {
  return `tel:${phone.replace(/(?!^\+)\D/gu, '')}`;
}
