import type { Network, NetworkAnswer, NetworkRequest } from '#lib/sync/ports.ts';
import type { NetworkFault } from './faults.ts';
import { bare200, bare204, deliver, error500, later, portalPage } from './foreign-answers.ts';
import { travel, type Line } from './line.ts';
import { sendOverTus } from './simulated-bytes.ts';
import type { WholeAnswer } from './simulated-server.ts';
import { tellBody } from './trace.ts';

/** The engine's network over the real application, in whatever weather. */
export function simulatedNetwork(line: Line): Network {
  return {
    request: (request) => ask(line, request),
    live: (listener) => listen(line, listener),
    sendBytes: (send) => sendOverTus(line, send),
  };
}

async function ask(line: Line, request: NetworkRequest): Promise<NetworkAnswer> {
  const { method, path, body, signal } = request;
  const { weather, trace, name } = line;
  const fault = line.isOnline() ? weather.next() : null;
  line.asked?.(request);
  trace.add(`${name} ${method} ${path} ${tellBody(body)} ${fault ?? ''}`);
  await travel(line, signal);
  const answer = await meet(line, request, fault);
  const cutAfter = fault === 'cut' ? Math.floor(answer.bytes.length * weather.fraction()) : Infinity;
  await travel(line, signal);
  trace.add(`${name} ${answer.status}`);
  if (cutAfter >= answer.bytes.length) line.delivered?.(request, answer);
  return deliver(answer, cutAfter);
}

async function meet(line: Line, request: NetworkRequest, fault: NetworkFault | null): Promise<WholeAnswer> {
  const { weather, time, server } = line;
  const { method, path, body } = request;
  const cookie = line.cookie();
  const reach = () => server.ask(cookie, { method, path, body });
  switch (fault) {
    case null:
    case 'cut':
      return there(await reach());
    case 'dropped':
      throw new TypeError('Failed to fetch');
    case 'answer-dropped':
      await reach();
      throw new TypeError('Failed to fetch');
    case 'doubled':
      await reach();
      return there(await reach());
    case 'late-copy':
      void time.timers.sleep(weather.between(200, 30_000), weather.healed).then(reach);
      return there(await reach());
    case 'delayed':
      // The server hears of it, though the device may have given up by then.
      await time.timers.sleep(weather.between(3_000, 75_000), weather.healed);
      return there(await reach());
    case 'portal':
      return portalPage;
    case 'bare-200':
      return bare200;
    case 'bare-204':
      return bare204;
    case 'error-500':
      return error500;
    case 'unavailable-503':
      return later('unavailable', weather.between(1, 15));
    case 'throttled-429':
      return later('rate.limited', weather.between(1, 15));
    case 'server-dies-before-commit':
    case 'server-dies-after-commit': {
      const committed = fault === 'server-dies-after-commit';
      return there(
        await server.ask(cookie, { method, path, body }, { commits: weather.between(1, 3), committed }),
      );
    }
  }
}

function there(answer: WholeAnswer | null): WholeAnswer {
  if (answer === null) throw new TypeError('Failed to fetch');
  return answer;
}

function listen(line: Line, { opened, poked, closed }: Parameters<Network['live']>[0]): () => void {
  const { server, streams, time, weather } = line;
  let stop: () => void = () => undefined;
  let over = false;
  const end = () => {
    over = true;
    stop();
    streams.delete(broken);
  };
  const broken = () => {
    if (over) return;
    end();
    if (!line.isDead()) closed();
  };
  streams.add(broken);
  void time.timers.sleep(weather.latency()).then(() => {
    if (over || line.isDead()) return;
    if (!line.isOnline() || line.cookie() === null) return broken();
    const poke = () => {
      if (!over && !line.isDead() && line.isOnline()) poked();
    };
    stop = server.pokes.listen({ personId: line.personId, tenantIds: [], poke });
    opened();
  });
  return end;
}
