import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import type { SendBytes } from '#lib/sync/ports.ts';

/** Bytes in one PATCH: the server takes at most 8 MiB, and checks the grant at each. */
const patchBytes = 5 * 1024 * 1024;

/** Answers that no waiting mends: the session says why. */
const finalNo: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/**
 * Sends what the server lacks of one file, by tus 1.0 to an upload address that exists: it asks for the offset, goes
 * on from there, and reads pieces as it needs them. It never creates an upload, stores no address and retries
 * nothing: the lane decides.
 */
export function sendByTus(send: SendBytes): Promise<{ refusedWith: number | null }> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(new Blob([]), {
      uploadUrl: send.uploadUrl,
      uploadSize: send.size,
      chunkSize: patchBytes,
      retryDelays: null,
      onShouldRetry: () => false,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(''),
      fileReader: pieces(send),
      onProgress: (sent) => send.onProgress(sent),
      onSuccess: () => end(() => resolve({ refusedWith: null })),
      onError: (error) => end(() => judge(error)),
    });
    const stop = () => {
      upload.abort().catch(() => undefined);
      reject(new DOMException('the upload was stopped', 'AbortError'));
    };
    function end(settle: () => void): void {
      send.signal.removeEventListener('abort', stop);
      settle();
    }
    function judge(error: Error): void {
      const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
      if (finalNo.has(status)) resolve({ refusedWith: status });
      else reject(error);
    }
    if (send.signal.aborted) return stop();
    send.signal.addEventListener('abort', stop);
    upload.start();
  });
}

/** tus asks the pieces for their `size`, so each is a Blob made for the moment. */
function pieces(send: SendBytes): NonNullable<UploadOptions['fileReader']> {
  return {
    openFile: () =>
      Promise.resolve({
        size: send.size,
        async slice(start: number, end: number) {
          const stop = Math.min(end, send.size);
          return { value: new Blob([await send.read(start, stop)]), done: stop >= send.size };
        },
        close: () => undefined,
      }),
  };
}
