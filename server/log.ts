/** How much the server says; each level includes the ones before it. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];

/** Facts beside a log line: ids, counts, durations and codes; never names, addresses or texts of persons. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Log = Readonly<Record<LogLevel, (message: string, facts?: LogFacts) => void>>;

/** A log of single lines, `time level message {facts}`, at or above `level`. */
export function createLog(level: LogLevel, write: (line: string) => void = writeToStderr): Log {
  const limit = logLevels.indexOf(level);
  const at = (each: LogLevel) => (message: string, facts?: LogFacts) => {
    if (logLevels.indexOf(each) > limit) return;
    const tail = facts && Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : '';
    write(`${new Date().toISOString()} ${each.padEnd(5)} ${message}${tail}`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** The text to log for anything thrown, with its stack when it has one. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`;
  return String(error);
}

function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
