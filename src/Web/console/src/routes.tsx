import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { BoardPage } from './features/board/BoardPage';
import { NotFound } from './features/board/NotFound';
import { SessionGate } from './features/session/SessionGate';
import { TicketPage } from './features/tickets/TicketPage';
import { TicketsPage } from './features/tickets/TicketsPage';

const root = createRootRoute({ notFoundComponent: NotFound });
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: SessionGate });
const board = createRoute({ getParentRoute: () => frame, path: '/', component: BoardPage });
const tickets = createRoute({
  getParentRoute: () => frame,
  path: '/tickets',
  component: TicketsPage,
  validateSearch: (search: Record<string, unknown>): { number?: number } => (
    typeof search['number'] === 'number' ? { number: search['number'] } : {}),
});
const ticket = createRoute({ getParentRoute: () => frame, path: '/tickets/$id', component: TicketPage });

const outboxPage = lazyRouteComponent(() => import('./features/demo/OutboxPage'), 'OutboxPage');
const outbox = createRoute({ getParentRoute: () => frame, path: '/outbox', component: outboxPage });
const demoOutbox = createRoute({ getParentRoute: () => frame, path: '/demo/outbox', component: outboxPage });
// Outside the frame: a resident's telephone needs no session of ours.
const demoPhone = createRoute({
  getParentRoute: () => root,
  path: '/demo/phone',
  component: lazyRouteComponent(() => import('./features/demo/PhonePage'), 'PhonePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([frame.addChildren([board, tickets, ticket, outbox, demoOutbox]), demoPhone]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
