import type { SyncStatus } from '#lib/shell/frame-state.svelte.ts';
import type { Language } from '#lib/texts/language.svelte.ts';
import { sayShortMoment } from '#lib/texts/say-date.ts';
import type { shellTexts } from '#lib/texts/shell-texts.ts';
import type { Tone } from '#lib/ui/tone.ts';

type Texts = ReturnType<typeof shellTexts>['truth'];

/** The line at the top, in two parts: how the contact is, and what lies on the device. */
export type Truth = { contact: string; items: string; tone: Tone };

/** What the line at the top says. The worst decides the tone: attention before what waits before the contact. */
export function sayTruth(status: SyncStatus, texts: Texts, now: Date, language: Language): Truth {
  const items = [
    status.storing > 0 ? texts.storing(status.storing) : null,
    status.onDevice > 0 ? texts.onDevice(status.onDevice) : null,
    status.needsAttention > 0 ? texts.attention(status.needsAttention) : null,
  ].filter((part) => part !== null);
  const settled = items.length === 0 && status.state === 'online' ? texts.allSent : '';
  return {
    contact: sayContact(status, texts, now, language),
    items: items.join(' · ') || settled,
    tone: toneOf(status),
  };
}

function sayContact(status: SyncStatus, texts: Texts, now: Date, language: Language): string {
  if (status.state !== 'offline' || status.lastContact === null) return texts[status.state];
  return `${texts.offline} · ${texts.lastContact(sayShortMoment(status.lastContact, now, language)).toLowerCase()}`;
}

function toneOf(status: SyncStatus): Tone {
  if (status.needsAttention > 0 || status.state === 'paused' || status.state === 'outdated')
    return 'attention';
  if (status.storing > 0) return 'on-device';
  if (status.onDevice > 0) return status.state === 'online' ? 'sending' : 'on-device';
  return status.state === 'online' ? 'received' : 'neutral';
}

/** What screen readers hear when the state has changed; null where the change says nothing new. */
export function sayChange(before: SyncStatus, after: SyncStatus, texts: Texts, time: string): string | null {
  if (after.needsAttention > before.needsAttention) return texts.nowAttention(after.needsAttention);
  if (before.state === 'unknown') return null;
  if (after.state !== before.state) {
    if (after.state === 'offline') return texts.nowOffline(after.onDevice);
    if (after.state === 'paused' || after.state === 'outdated') return texts[after.state];
    if (after.state === 'online' && before.state !== 'slow') return texts.nowOnline(after.onDevice);
  }
  if (isWaiting(before) && !isWaiting(after) && after.needsAttention === 0) return texts.nowAllSent(time);
  return null;
}

function isWaiting({ storing, onDevice }: SyncStatus): boolean {
  return storing + onDevice > 0;
}
