const TEXT_ID = 'ticket-text';
const ADDRESS_ID = 'ticket-address';
const FIRST_CALLBACK = '[data-callback-row]';

export { ADDRESS_ID, TEXT_ID };

/** Sends the caret into «Что случилось». */
export function focusText(): void {
  document.getElementById(TEXT_ID)?.focus();
}

export function focusAddress(): void {
  document.getElementById(ADDRESS_ID)?.focus();
}

/** After a saved ticket the next work is whoever waits to be called back. */
export function focusCallbacks(): void {
  document.querySelector<HTMLElement>(FIRST_CALLBACK)?.focus();
}
