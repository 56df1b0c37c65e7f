import { expect, test, useServer } from '../../fixtures/story.ts';

const server = useServer();

for (const end of ['close', 'kill'] as const)
  test(`what a page stored is there again after ${end} and reopen of the browser`, async ({ openDevice }) => {
    const device = await openDevice();
    await device.page().goto(server.url);
    await device.page().evaluate(
      () =>
        new Promise<void>((stored, failed) => {
          const opening = indexedDB.open('kept');
          opening.onupgradeneeded = () => opening.result.createObjectStore('words');
          opening.onsuccess = () => {
            const writing = opening.result.transaction('words', 'readwrite', { durability: 'strict' });
            writing.objectStore('words').put('still here', 1);
            writing.oncomplete = () => stored();
            writing.onerror = () => failed(new Error(String(writing.error)));
          };
        }),
    );
    await device[end]();
    const page = await device.reopen();
    await page.goto(server.url);
    const word = await page.evaluate(
      () =>
        new Promise((read) => {
          const opening = indexedDB.open('kept');
          opening.onsuccess = () => {
            const reading = opening.result.transaction('words').objectStore('words').get(1);
            reading.onsuccess = () => read(reading.result);
          };
        }),
    );
    expect(word).toBe('still here');
  });
