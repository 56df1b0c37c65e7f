/** Chromium's own offer, kept until the person asks for it in the menu. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> };

let prompt = $state.raw<InstallPrompt | null>(null);
let installed = $state(false);

/** How this browser installs: by its own question, by hand on Apple's devices, or not at all (or done already). */
export function installWay(): 'prompt' | 'apple' | 'none' {
  if (installed || isStandalone()) return 'none';
  if (prompt) return 'prompt';
  // Only Safari on iPhone and iPad has this property at all.
  return 'standalone' in navigator ? 'apple' : 'none';
}

/** Asks the browser to install. The offer is good for one question. */
export async function askToInstall(): Promise<void> {
  const asked = prompt;
  prompt = null;
  await asked?.prompt();
}

/** Catches the browser's offer, which comes early: call it once, at start. */
export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    prompt = event as InstallPrompt;
  });
  window.addEventListener('appinstalled', () => {
    installed = true;
    prompt = null;
  });
}

function isStandalone(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    ('standalone' in navigator && navigator.standalone === true)
  );
}
