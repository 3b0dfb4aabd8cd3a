// The token of this page's link. It comes behind the '#', which no server, log or referrer is told;
// it is taken out of the address at once and kept for this tab alone.

const KEPT = 'picket.token';

/* An address of a page begins with '/', the name of a view has a '.'. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{16,95}$/.test(text);
}

function take(): string {
  const asked = location.hash.slice(1);
  if (isToken(asked)) {
    sessionStorage.setItem(KEPT, asked);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEPT) ?? '';
}

export const token = take();

/* For what is fetched. */
export const tokenHeaders: HeadersInit = token ? { Authorization: `Bearer ${token}` } : {};

/* For a socket, which can carry no other header. */
export const tokenProtocols: string[] = token ? ['pictures', `token.${token}`] : [];
