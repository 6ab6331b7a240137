import type { Ticket } from '../../api';

/** What is known of the ticket the outage is declared from. */
export interface OutageCause {
  ticketId: string;
  number: number;
  category: string;
  address: string | null;
  organisation: string;
}

export function causeOf(ticket: Ticket): OutageCause {
  return {
    ticketId: ticket.id, number: ticket.number, category: ticket.category, address: ticket.address,
    organisation: ticket.organisation,
  };
}
