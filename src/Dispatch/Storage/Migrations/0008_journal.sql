-- Why: the journal is asked by house and by period and read to the end by an inspector; both go by these, page by page.
create index tickets_opened on dispatch.tickets (organisation, opened_at, id);
create index tickets_address on dispatch.tickets (address text_pattern_ops) where address is not null;
