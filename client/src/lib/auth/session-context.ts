import { createContext } from 'svelte';
import type { Session } from '#lib/auth/session.svelte.ts';

const [getSession, provideSession] = createContext<Session>();

/** The session of this tab: `provideSession` once, in the app's root; `getSession` in whatever signs in or out. */
export { getSession, provideSession };
