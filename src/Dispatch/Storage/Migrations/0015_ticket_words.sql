-- Why: «слово в разговоре»: a recording is found by what was written of it. Words are found by their stems, so that
-- «капает» finds «капать»; pg_trgm may be absent where this runs.
create index tickets_words on dispatch.tickets
    using gin (to_tsvector('russian', text || ' ' || coalesce(address, '') || ' ' || coalesce(person, '')));
create index ticket_comments_words on dispatch.ticket_comments using gin (to_tsvector('russian', text));
create index tickets_rated on dispatch.tickets (organisation, rating, opened_at desc) where rating is not null;
