import { parseEnvironment } from '#server/env.ts';
import type { Environment } from '#server/env.ts';
import { createLifecycle } from '#server/lifecycle.ts';
import { createLog, describeError } from '#server/log.ts';
import { startOppdrag } from '#server/start-oppdrag.ts';
import { welcome } from '#server/welcome.ts';

/** A stop that takes longer than this is cut short; the next start mends what it left. */
const forceAfterMs = 10_000;

const parsed = parseEnvironment(process.env);
if (parsed.ok) {
  run(parsed.environment);
} else {
  process.stderr.write(`Oppdrag cannot start:\n${parsed.sentences.map((each) => `  ${each}\n`).join('')}`);
  process.exitCode = 1;
}

function run(environment: Environment): void {
  const log = createLog(environment.logLevel);
  const lifecycle = createLifecycle(log);
  let stopping = false;

  function stop(exitCode: number, reason: string): void {
    if (stopping) return;
    stopping = true;
    log.info(`stopping: ${reason}`);
    setTimeout(() => {
      log.error('The stop took too long and is cut short.');
      process.exit(1);
    }, forceAfterMs).unref();
    void lifecycle.stop().then(() => {
      log.info('stopped');
      process.exit(exitCode);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0, signal));
  // Only a process of ours starts us with a channel; when it is gone, nobody would stop us.
  process.on('disconnect', () => stop(0, 'the process that started the server is gone'));
  // A closed terminal or a killed parent takes the pipes with it; that must not disturb the stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', (error) => {
    log.error(`uncaught: ${describeError(error)}`);
    stop(1, 'a bug');
  });

  startOppdrag(environment, lifecycle, log)
    .then((started) => {
      process.stdout.write(welcome(environment, started));
      process.send?.({ ready: true });
      return started.broken;
    })
    .then((sentence) => {
      log.error(sentence);
      stop(1, 'a part is broken');
    })
    .catch((error: unknown) => {
      if (stopping) return;
      const short = environment.logLevel !== 'debug' && error instanceof Error;
      process.stderr.write(`Oppdrag cannot start: ${short ? error.message : describeError(error)}\n`);
      stop(1, 'the start failed');
    });
}
