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
const recordings = createRoute({
  getParentRoute: () => frame,
  path: '/recordings',
  component: lazyRouteComponent(() => import('./features/recordings/RecordingsPage'), 'RecordingsPage'),
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

const outboxPage = lazyRouteComponent(() => import('./features/demo/OutboxPage'), 'OutboxPage');
const outbox = createRoute({ getParentRoute: () => frame, path: '/outbox', component: outboxPage });
const demoOutbox = createRoute({ getParentRoute: () => frame, path: '/demo/outbox', component: outboxPage });
// Outside the frame: a resident's telephone needs no session of ours.
const demoPhone = createRoute({
  getParentRoute: () => root,
  path: '/demo/phone',
  component: lazyRouteComponent(() => import('./features/demo/PhonePage'), 'PhonePage'),
});

const accounts = createRoute({
  getParentRoute: () => frame,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./features/accounts/AccountsPage'), 'AccountsPage'),
});
const account = createRoute({
  getParentRoute: () => frame,
  path: '/accounts/$number',
  component: lazyRouteComponent(() => import('./features/accounts/AccountPage'), 'AccountPage'),
});
const registers = createRoute({
  getParentRoute: () => frame,
  path: '/registers',
  component: lazyRouteComponent(() => import('./features/registers/RegistersPage'), 'RegistersPage'),
});
const unidentified = createRoute({
  getParentRoute: () => frame,
  path: '/registers/unidentified',
  component: lazyRouteComponent(() => import('./features/registers/UnidentifiedPage'), 'UnidentifiedPage'),
});
const register = createRoute({
  getParentRoute: () => frame,
  path: '/registers/$id',
  component: lazyRouteComponent(() => import('./features/registers/RegisterPage'), 'RegisterPage'),
});
const months = createRoute({
  getParentRoute: () => frame,
  path: '/months',
  component: lazyRouteComponent(() => import('./features/months/MonthsPage'), 'MonthsPage'),
});
const tariffs = createRoute({
  getParentRoute: () => frame,
  path: '/months/tariffs',
  component: lazyRouteComponent(() => import('./features/months/TariffsPage'), 'TariffsPage'),
  validateSearch: (search: Record<string, unknown>): { service?: string } => (
    typeof search['service'] === 'string' ? { service: search['service'] } : {}),
});
const phones = createRoute({
  getParentRoute: () => frame,
  path: '/phones',
  component: lazyRouteComponent(() => import('./features/phones/PhonesPage'), 'PhonesPage'),
});
const campaigns = createRoute({
  getParentRoute: () => frame,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./features/campaigns/CampaignsPage'), 'CampaignsPage'),
});
const newCampaign = createRoute({
  getParentRoute: () => frame,
  path: '/campaigns/new',
  component: lazyRouteComponent(() => import('./features/campaigns/NewCampaignPage'), 'NewCampaignPage'),
});
const campaign = createRoute({
  getParentRoute: () => frame,
  path: '/campaigns/$id',
  component: lazyRouteComponent(() => import('./features/campaigns/CampaignPage'), 'CampaignPage'),
});
const lines = createRoute({
  getParentRoute: () => frame,
  path: '/settings/lines',
  component: lazyRouteComponent(() => import('./features/lines/LinesPage'), 'LinesPage'),
});

const queues = createRoute({
  getParentRoute: () => frame,
  path: '/queues',
  component: lazyRouteComponent(() => import('./features/queues/QueuesPage'), 'QueuesPage'),
});

const menus = createRoute({
  getParentRoute: () => frame,
  path: '/menus',
  component: lazyRouteComponent(() => import('./features/menus/MenusPage'), 'MenusPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    frame.addChildren([
      board, tickets, ticket,
      accounts, account, registers, unidentified, register, months, tariffs, campaigns, newCampaign, campaign,
      phones,
      outages, journal, recordings, crews, satisfaction, outbox, demoOutbox,
      queues, menus, lines,
    ]),
    demoPhone,
  ]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
