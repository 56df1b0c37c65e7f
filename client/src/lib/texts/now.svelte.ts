import { createSubscriber } from 'svelte/reactivity';

/**
 * The time for what is said on the screen ("i dag", "sist kontakt 09.12"). Read in a template it is fresh every half
 * minute, and at once when the app is brought back after a night in the van.
 */
export function now(): Date {
  subscribe();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never changed after it is made
  return new Date();
}

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 30_000);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});
