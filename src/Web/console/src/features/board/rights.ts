import { useShell } from '../../shell';

const MONEY = new Set(['billing', 'admin']);
const CAMPAIGNS = new Set(['supervisor', 'billing', 'admin']);
const DESK = new Set(['dispatcher', 'supervisor', 'admin']);

/** What to offer: the host judges every act by its own matrix, this only keeps refusals off the screen. */
export function useRights() {
  const { role } = useShell().session;
  return {
    changesMoney: MONEY.has(role),
    readsMoney: MONEY.has(role) || role === 'supervisor' || role === 'clerk',
    runsCampaigns: CAMPAIGNS.has(role),
    readsTickets: DESK.has(role) || role === 'clerk',
    readsCalls: DESK.has(role),
    supervisesCalls: role === 'supervisor' || role === 'admin',
    holdsRecordings: role === 'supervisor' || role === 'admin',
    setsRetention: role === 'admin',
  };
}
