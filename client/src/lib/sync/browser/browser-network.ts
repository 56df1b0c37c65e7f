import { protocolHeader, protocolVersion } from '#shared/sync/protocol.ts';
import type { Network, NetworkAnswer } from '#lib/sync/ports.ts';

/** The network of a browser: our own server, by our own address. */
export const browserNetwork: Network = {
  async request({ method, path, body, signal }) {
    const response = await fetch(path, {
      method,
      body,
      signal,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      headers: {
        [protocolHeader]: String(protocolVersion),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
    });
    return answerOf(response);
  },

  live({ opened, poked, closed }) {
    const source = new EventSource('/api/sync/live');
    const end = () => {
      source.close();
      closed();
    };
    source.addEventListener('open', () => opened());
    source.addEventListener('poke', () => poked());
    // The engine opens another when it is time: the browser's own retry knows neither sessions nor jitter.
    source.addEventListener('error', end);
    return () => source.close();
  },

  // Loaded with the first file: no screen waits for it.
  sendBytes: (send) => import('#lib/sync/browser/send-by-tus.ts').then(({ sendByTus }) => sendByTus(send)),
};

function answerOf(response: Response): NetworkAnswer {
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    async *body() {
      // Not `for await` on the stream: WebKit cannot.
      const reader = response.body?.getReader();
      if (reader === undefined) return;
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          yield value;
        }
      } finally {
        await reader.cancel().catch(() => undefined);
      }
    },
  };
}
