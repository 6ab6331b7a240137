-- Why: banks send registers of payments, the same one twice, parts of one inside another, weeks late. A register is
-- read whole before a kopeck moves; each operation of a bank becomes a payment once and for good; money whose owner is
-- not known stands in a book of its own until a person says whose it is.
alter table billing.entries drop constraint entries_book_check;
alter table billing.entries add constraint entries_book_check check (book ~ '^[a-z][a-zA-Z]{1,31}$');

-- How a bank writes its file. Presets (organisation is null) serve everybody; an organisation's own row of the same
-- code comes first. columns and footer_columns name a position («5») or the header names of a field.
create table billing.register_profiles (
    id             uuid primary key default gen_random_uuid(),
    organisation   text references billing.organisations,
    code           text not null check (code ~ '^[a-z][a-zA-Z0-9-]{1,31}$'),
    version        int  not null default 1 check (version > 0),
    bank           text not null check (bank ~ '^[a-z][a-zA-Z0-9-]{1,31}$'),
    name_ru        text not null,
    name_uk        text not null,
    encoding       text not null default 'auto'
        check (encoding in ('auto', 'utf-8', 'windows-1251', 'cp866', 'koi8-r')),
    separator      text not null default ';' check (separator = 'auto' or length(separator) = 1),
    quoted         boolean not null default true,
    skip_pattern   text,
    has_header     boolean not null,
    footer_pattern text,
    columns        jsonb not null,
    footer_columns jsonb not null default '{}',
    date_formats   text[] not null check (cardinality(date_formats) between 1 and 8),
    time_formats   text[] not null default '{}' check (cardinality(time_formats) <= 8),
    decimal_mark   text not null default ',' check (decimal_mark in (',', '.', 'any')),
    sign           int not null default 1 check (sign in (-1, 1)),
    unique nulls not distinct (organisation, code)
);

create table billing.registers (
    id              uuid primary key,
    organisation    text not null references billing.organisations,
    file_name       text not null,
    sha256          bytea not null check (length(sha256) = 32),
    profile         text not null,
    profile_version int not null,
    bank            text not null,
    encoding        text,
    status          text not null
        check (status in ('preview', 'rejected', 'posting', 'posted', 'reversing', 'reversed')),
    currency        text not null,
    row_count       int not null default 0,
    amount_minor    bigint not null default 0,
    footer_rows     bigint,
    footer_minor    bigint,
    footer_matches  boolean,
    known           int not null default 0,
    unidentified    int not null default 0,
    repeated        int not null default 0,
    bad             int not null default 0,
    errors          jsonb not null default '[]',
    done            int not null default 0,
    uploaded_at     timestamptz not null,
    uploaded_by     text not null,
    requested_at    timestamptz,
    requested_by    text,
    posted_at       timestamptz,
    reversed_at     timestamptz,
    reverse_reason  text
);
create unique index registers_file on billing.registers (organisation, sha256) where status <> 'rejected';
create index registers_work on billing.registers (requested_at) where status in ('posting', 'reversing');
create index registers_list on billing.registers (organisation, id);

create table billing.register_rows (
    register_id    uuid not null references billing.registers,
    line           int not null check (line > 0),
    organisation   text not null,
    operation_id   text,
    at             timestamptz,
    paid_on        date,
    account_number text,
    account_id     uuid,
    payer          text,
    address        text,
    period         text,
    amount_minor   bigint,
    fee_minor      bigint,
    state          text not null
        check (state in ('ready', 'unidentified', 'repeated', 'bad', 'posted', 'reversed')),
    reason         text,
    payment_id     uuid,
    primary key (register_id, line)
);
create index register_rows_waiting on billing.register_rows (register_id, paid_on, operation_id)
    where payment_id is null and state in ('ready', 'unidentified');
create index register_rows_account on billing.register_rows (account_id) where state = 'ready';

-- One row per operation of a bank, for good: this key is what makes a register sent again harmless. queue says what a
-- person has to do or has done about a payment nobody knew the account of.
create table billing.payments (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    bank         text not null,
    operation_id text not null check (operation_id <> ''),
    register_id  uuid references billing.registers,
    line         int,
    account_id   uuid references billing.accounts,
    amount_minor bigint not null check (amount_minor > 0),
    currency     text not null,
    paid_on      date not null,
    taken_at     timestamptz not null,
    taken_by     text not null,
    posting_id   uuid not null,
    queue        text check (queue in ('open', 'assigned', 'returned')),
    settled_by   uuid,
    settled_at   timestamptz,
    settled_who  text,
    return_reason text,
    unique (organisation, bank, operation_id),
    check ((queue is null or queue = 'open') = (settled_by is null))
);
create index payments_register on billing.payments (register_id, id);
create index payments_queue on billing.payments (organisation, id) where queue is not null;
create unique index payments_posting on billing.payments (posting_id);
create unique index payments_settled on billing.payments (settled_by) where settled_by is not null;

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.register_profiles', 'billing.registers', 'billing.register_rows', 'billing.payments']) as t;
create policy web_presets on billing.register_profiles for select to zhkh_web using (organisation is null);

grant select on billing.register_profiles to zhkh_system, zhkh_web;
grant select, insert, update on billing.registers, billing.register_rows, billing.payments to zhkh_system, zhkh_web;

insert into billing.register_profiles (code, bank, name_ru, name_uk, encoding, separator, quoted, has_header,
    footer_pattern, columns, footer_columns, date_formats, time_formats, decimal_mark)
values
    ('sber-classic', 'sber', 'Сбербанк, текст с разделителями', 'Сбербанк (РФ), текст із роздільниками',
     'auto', ';', false, false, '^=',
     '{"date":"1","time":"2","operationId":"5","account":"6","payer":"7","address":"8","period":"9",
       "amount":"10","transfer":"11","fee":"12"}',
     '{"rows":"1","amount":"2","transfer":"3","fee":"4"}',
     array['dd-MM-yyyy', 'dd.MM.yyyy', 'dd/MM/yyyy'], array['HH-mm-ss', 'HH:mm:ss', 'HH:mm'], ','),
    ('csv', 'csv', 'CSV с заголовком', 'CSV із заголовком', 'auto', 'auto', true, true, null,
     '{"date":["date","дата"],"time":["time","время","час"],
       "operationId":["operationId","operation","операция","операція","id"],
       "account":["account","лс","лицевой счёт","лицевой счет","особовий рахунок","о/р"],
       "payer":["payer","фио","піб","плательщик","платник"],"address":["address","адрес","адреса"],
       "period":["period","период","період"],"amount":["amount","сумма","сума"],
       "fee":["fee","комиссия","комісія"]}',
     '{}', array['yyyy-MM-dd', 'dd.MM.yyyy', 'dd-MM-yyyy', 'dd/MM/yyyy'], array['HH:mm:ss', 'HH:mm'], 'any');
