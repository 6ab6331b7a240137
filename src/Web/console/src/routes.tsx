import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { BoardPage } from './features/board/BoardPage';
import { NotFound } from './features/board/NotFound';
import { SessionGate } from './features/session/SessionGate';

const root = createRootRoute({ notFoundComponent: NotFound });
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: SessionGate });
const board = createRoute({ getParentRoute: () => frame, path: '/', component: BoardPage });
const tickets = createRoute({
  getParentRoute: () => frame,
  path: '/tickets',
  component: lazyRouteComponent(() => import('./features/tickets/TicketsPage'), 'TicketsPage'),
  validateSearch: (search: Record<string, unknown>): { number?: number } => (
    typeof search['number'] === 'number' ? { number: search['number'] } : {}),
});
const ticket = createRoute({
  getParentRoute: () => frame,
  path: '/tickets/$id',
  component: lazyRouteComponent(() => import('./features/tickets/TicketPage'), 'TicketPage'),
});
const outages = createRoute({
  getParentRoute: () => frame,
  path: '/outages',
  component: lazyRouteComponent(() => import('./features/outages/OutagesPage'), 'OutagesPage'),
  validateSearch: (search: Record<string, unknown>): { id?: string } => (
    typeof search['id'] === 'string' ? { id: search['id'] } : {}),
});
const journal = createRoute({
  getParentRoute: () => frame,
  path: '/journal',
  component: lazyRouteComponent(() => import('./features/journal/JournalPage'), 'JournalPage'),
});
const crews = createRoute({
  getParentRoute: () => frame,
  path: '/crews',
  component: lazyRouteComponent(() => import('./features/crews/CrewsPage'), 'CrewsPage'),
});
const satisfaction = createRoute({
  getParentRoute: () => frame,
  path: '/reports/satisfaction',
  component: lazyRouteComponent(() => import('./features/polls/SatisfactionPage'), 'SatisfactionPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    frame.addChildren([board, tickets, ticket, outages, journal, crews, satisfaction]),
  ]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
