declare global {
  namespace App {
    interface PageState {
      /** A panel or sheet opened over the page, so that Back closes it. */
      open?: string;
    }
  }
}

export {};
