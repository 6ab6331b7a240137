-- Why: a late fee is a rate by law, and the law changed twice in two years. Every number of it is a row with its days
-- and its source; a day without a rate is not charged and is named.
insert into billing.legal_rules (jurisdiction, code, value, valid_from, valid_to, source) values
    ('RU', 'penalty.rate.percent', 9.5, '2022-03-28', '2027-01-01',
        'ПП РФ 26.03.2022 № 474, ПП РФ 18.03.2025 № 329: 9,5 % до 01.01.2027'),
    ('RU', 'penalty.first.fromDay', 31, '2016-01-01', null, 'ЖК РФ ст. 155 ч. 14: с 31-го дня'),
    ('RU', 'penalty.first.divisor', 300, '2016-01-01', null, 'ЖК РФ ст. 155 ч. 14: 1/300 с 31-го по 90-й день'),
    ('RU', 'penalty.late.fromDay', 91, '2016-01-01', null, 'ЖК РФ ст. 155 ч. 14: с 91-го дня'),
    ('RU', 'penalty.late.divisor', 130, '2016-01-01', null, 'ЖК РФ ст. 155 ч. 14: 1/130 с 91-го дня'),
    ('RU', 'payment.dueDay', 10, '2005-03-01', '2026-03-01', 'ЖК РФ ст. 155 ч. 1: до 10-го числа'),
    ('RU', 'payment.dueDay', 15, '2026-03-01', null, 'ЖК РФ ст. 155 ч. 1: до 15-го числа с 01.03.2026'),
    ('UA', 'penalty.rate.percent', 0.01, '2019-05-01', null, 'Закон № 2189-VIII ст. 26: 0,01 % боргу за день'),
    ('UA', 'penalty.first.fromDay', 1, '2019-05-01', null, 'Закон № 2189-VIII ст. 26: з першого дня після строку'),
    ('UA', 'penalty.first.divisor', 1, '2019-05-01', null, 'Закон № 2189-VIII ст. 26: ставка вже за день'),
    ('UA', 'penalty.startsOnWorkingDay', 1, '2019-05-01', null, 'Закон № 2189-VIII ст. 26: з першого робочого дня'),
    ('UA', 'penalty.cap.percent', 100, '2019-05-01', null, 'Закон № 2189-VIII ст. 26: не більше 100 % боргу'),
    ('UA', 'payment.dueDay', 20, '2019-05-01', null, 'demonstration: set by the contract, 20th is usual');

-- Days that differ from Monday to Friday being worked.
create table billing.calendar_days (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    day          date not null,
    working      boolean not null,
    source       text not null,
    primary key (jurisdiction, day)
);
grant select on billing.calendar_days to zhkh_system, zhkh_web;

insert into billing.calendar_days (jurisdiction, day, working, source)
select 'RU', make_date(year, month, day), false, 'ТК РФ ст. 112'
from generate_series(2024, 2027) as year,
    (values (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12),
        (11, 4)) as holiday(month, day);
insert into billing.calendar_days (jurisdiction, day, working, source) values
    ('RU', '2025-05-02', false, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2025-05-08', false, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2025-06-13', false, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2025-11-01', true, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2025-11-03', false, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2025-12-31', false, 'ПП РФ 04.10.2024 № 1335, перенос (unverified)'),
    ('RU', '2026-01-09', false, 'ПП РФ 24.09.2025 № 1466, перенос (unverified)'),
    ('RU', '2026-12-31', false, 'ПП РФ 24.09.2025 № 1466, перенос (unverified)'),
    ('RU', '2026-03-09', false, 'ТК РФ ст. 112 ч. 2: выходной совпал с праздником'),
    ('RU', '2026-05-11', false, 'ТК РФ ст. 112 ч. 2: выходной совпал с праздником');

-- No fee while the state owes the benefit, while wages are in arrears, while the house is destroyed.
create table billing.sanction_moratoria (
    account_id   uuid not null references billing.accounts,
    organisation text not null references billing.organisations,
    reason       text not null check (reason <> ''),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    primary key (account_id, valid_from)
);
select web.guard_by_organisation('billing.sanction_moratoria');
grant select, insert, update on billing.sanction_moratoria to zhkh_system, zhkh_web;

create table billing.ledger_checks (
    id            bigint generated always as identity primary key,
    at            timestamptz not null,
    balances      bigint not null,
    differences   int not null,
    unbalanced    int not null,
    uneven        int not null,
    guards_gone   int not null,
    took_ms       bigint not null
);
grant select, insert on billing.ledger_checks to zhkh_system;
