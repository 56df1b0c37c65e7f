import { hash, parseOptions, verify } from '@node-rs/argon2';
import { createGate } from '#server/http/gate.ts';
import { mintToken } from '#server/auth/session-token.ts';

/**
 * argon2id, 46 MiB, two passes: above OWASP's floors (19 MiB and 2, or 46 MiB and 1). Measured on two cores: 39 ms, so
 * that two at once cost 92 MiB for that moment. 64 MiB and 3 passes take 63 ms.
 */
const cost = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;

/** A stored hash that asks for more (KiB) is not computed: whoever can write it could stop the server with it. */
const memoryCeiling = 128 * 1024;

/** Passwords longer than this are wrong without being hashed. */
export const longestPassword = 128;

export type Verdict = Readonly<{
  ok: boolean;
  /** The stored hash was made with other costs: hash again and save. */
  outdated: boolean;
}>;

/** Hashing of passwords and mailed codes, two at once in the whole process. */
export type Passwords = Readonly<{
  hash(password: string): Promise<string>;
  /** Compares; null (nobody, or no password yet) takes as long as a wrong password and is never right. */
  verify(stored: string | null, password: string): Promise<Verdict>;
}>;

/** Makes the process's one hasher; everything that hashes shares its gate. */
export function createPasswords(): Passwords {
  const gate = createGate({ running: 2, waiting: 32 });
  // Made at once: were it made at the first unknown e-mail, that one answer would take longer.
  const nobodys = gate(() => hash(mintToken(), cost));
  return {
    hash: (password) => gate(() => hash(normalise(password), cost)),
    async verify(stored, password) {
      const compared = stored ?? (await nobodys);
      const options = parseOptions(compared);
      if (options.memoryCost > memoryCeiling)
        throw new Error('A stored password hash costs too much memory.');
      const short = [...password].length <= longestPassword;
      const matches = await gate(() => verify(compared, short ? normalise(password) : mintToken()));
      return {
        ok: matches && short && stored !== null,
        outdated: options.memoryCost !== cost.memoryCost || options.timeCost !== cost.timeCost,
      };
    },
  };
}

/** The one change to what was typed: æ typed as one character or as two is the same password. */
function normalise(password: string): string {
  return password.normalize('NFC');
}
