/** Version of the wire; a change of any message raises it (guarded by a hash test). */
export const protocolVersion = 1;

/** Every answer of the sync routes carries this header; without it nothing is acknowledged (captive portals). */
export const protocolHeader = 'oppdrag-protocol';

/** Content types of our envelope. */
export const pushContentType = 'application/vnd.oppdrag.push+json';
export const pullContentType = 'application/vnd.oppdrag.pull+ndjson';

/** At most so many commands in one push, so many bytes in its body, so many new scopes in one pull. */
export const pushLimit = 50;
export const pushBytes = 1_000_000;
export const scopesPerPull = 500;
