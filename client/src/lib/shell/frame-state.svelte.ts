import { createContext, untrack } from 'svelte';
import type { SignedIn } from '#lib/device/device-database.ts';
import type { OfficeParts } from '#shared/people/office-parts.ts';
import type { StatusMessage } from '#lib/ui/status-line.svelte';

/** What the line at the top says: nothing here is guessed from `navigator.onLine`. */
export type SyncStatus = {
  /** `paused`: no session, the queue waits for sign-in; `outdated`: it waits for an update of the app. */
  state: 'unknown' | 'online' | 'slow' | 'offline' | 'paused' | 'outdated';
  /** When the server last answered, ISO; null before the first time. */
  lastContact: string | null;
  /** Picked files that are not stored yet, in any tab: whoever leaves now loses them. */
  storing: number;
  /** Commands and files that the server has not acknowledged. */
  onDevice: number;
  /** Refused things that wait for the person. */
  needsAttention: number;
};

/** What the frame shows and what screens ask of it. One for the app, in context; plain fields, set by assignment. */
export type FrameState = {
  status: SyncStatus;
  /** Who is signed in on this device: undefined until the device has said, null for nobody. */
  person: SignedIn | null | undefined;
  /** What of the office they have; undefined until the device has said. */
  office: OfficeParts | undefined;
  /** What stands in the permanent role="status" element. */
  readonly message: StatusMessage | null;
  /** Says something on the screen and to screen readers, for seven seconds (longer with an action). */
  say(text: string, options?: Omit<StatusMessage, 'text' | 'silent'>): void;
  /** Tells screen readers only. */
  announce(text: string): void;
  /** Takes the message away. */
  hush(): void;
  /** Marks work as open (a dirty form, a camera, a running upload): no update is offered meanwhile. Returns the end. */
  holdUpdates(): () => void;
  /** Whether an update may be offered now. */
  readonly mayUpdate: boolean;
};

const [getFrameState, setFrameState] = createContext<FrameState>();

export { getFrameState };

/** Makes the frame's state and puts it in context: once, in the top layout. */
export function provideFrameState(): FrameState {
  let status = $state<SyncStatus>({
    state: 'unknown',
    lastContact: null,
    storing: 0,
    onDevice: 0,
    needsAttention: 0,
  });
  let person = $state.raw<SignedIn | null | undefined>(undefined);
  let office = $state.raw<OfficeParts | undefined>(undefined);
  let message = $state.raw<StatusMessage | null>(null);
  let holds = $state(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(next: StatusMessage | null): void {
    clearTimeout(timer);
    message = next;
    if (next) timer = setTimeout(() => (message = null), next.action ? 15_000 : 7_000);
  }

  return setFrameState({
    get status() {
      return status;
    },
    set status(next) {
      status = next;
    },
    get person() {
      return person;
    },
    set person(next) {
      person = next;
    },
    get office() {
      return office;
    },
    set office(next) {
      office = next;
    },
    get message() {
      return message;
    },
    say: (text, options) => show({ text, ...options }),
    announce: (text) => show({ text, silent: true }),
    hush: () => show(null),
    holdUpdates() {
      let held = true;
      // Called in effects, which must not depend on the count that they change.
      untrack(() => (holds += 1));
      return () => {
        if (held) untrack(() => (holds -= 1));
        held = false;
      };
    },
    get mayUpdate() {
      return holds === 0;
    },
  });
}
