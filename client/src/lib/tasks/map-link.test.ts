import { describe, expect, it } from 'vitest';
import { mapLink, phoneLink } from '#lib/tasks/map-link.ts';

describe('links out of the app', () => {
  it('lead to the map of the device', () => {
    const address = 'Skoleveien 12, 1816 Askeby';
    const query = 'Skoleveien%2012%2C%201816%20Askeby';
    expect(mapLink(address, 'Mozilla/5.0 (Linux; Android 14)')).toBe(`geo:0,0?q=${query}`);
    expect(mapLink(address, 'Mozilla/5.0 (iPad; CPU OS 18)')).toBe(`https://maps.apple.com/?q=${query}`);
    expect(mapLink(address, 'Mozilla/5.0 (X11; Linux)')).toContain(`openstreetmap.org/search?query=${query}`);
  });

  it('call a number however it is written', () => {
    expect(phoneLink('+47 400 00 012')).toBe('tel:+4740000012');
    expect(phoneLink('22 33 44 55')).toBe('tel:22334455');
    expect(phoneLink('(0047) 22-33+1')).toBe('tel:004722331');
  });
});
