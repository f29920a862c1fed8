import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantToApp } from './roles';

/** The PostgreSQL bus: topics, their partitions and log, and who of a group reads what. Runs in the schema of the bus. */
export class CreateBus1760000000000 implements MigrationInterface {
  readonly name = 'CreateBus1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, publish, claim, trim, rights]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION publish, claim, trim_log');
    await runner.query('DROP TABLE members, leases, log, partitions, topics');
  }
}

const tables = [
  `CREATE TABLE topics (name text PRIMARY KEY, partitions integer NOT NULL CHECK (partitions > 0), retention_ms bigint NOT NULL)`,
  `CREATE TABLE partitions (
    slot integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL REFERENCES topics, partition integer NOT NULL,
    first_offset bigint NOT NULL DEFAULT 0, next_offset bigint NOT NULL DEFAULT 0,
    UNIQUE (topic, partition)) WITH (fillfactor = 50)`,
  `CREATE TABLE log (
    slot integer NOT NULL, "offset" bigint NOT NULL,
    key text NOT NULL, headers text NOT NULL, value text NOT NULL, at timestamptz NOT NULL,
    PRIMARY KEY (slot, "offset"))`,
  `CREATE TABLE members (
    group_name text NOT NULL, member uuid NOT NULL, topics text[] NOT NULL, alive_until timestamptz NOT NULL,
    PRIMARY KEY (group_name, member))`,
  `CREATE TABLE leases (
    group_name text NOT NULL, slot integer NOT NULL REFERENCES partitions,
    owner uuid, fence bigint NOT NULL DEFAULT 1, lease_until timestamptz NOT NULL, position bigint,
    PRIMARY KEY (group_name, slot)) WITH (fillfactor = 50)`,
];

const rights = grantToApp(['topics', 'partitions', 'log', 'members', 'leases'], ['publish', 'claim', 'trim_log']);

/** The head row stays locked until the commit, so offsets are dense and their order is the order of commits. */
const publish = `
CREATE FUNCTION publish(_topics text[], _keys text[], _headers text[], _values text[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE _slots integer[];
BEGIN
  SELECT array_agg(p.slot ORDER BY r.ord) INTO _slots
    FROM unnest(_topics, _keys) WITH ORDINALITY r(topic, key, ord)
    LEFT JOIN topics t ON t.name = r.topic
    LEFT JOIN partitions p ON p.topic = t.name
     AND p.partition = (hashtextextended(r.key, 0) & 9223372036854775807) % t.partitions;
  IF array_position(_slots, NULL) IS NOT NULL THEN
    RAISE EXCEPTION 'Topic % does not exist: declare it and call ensureTopics.', _topics[array_position(_slots, NULL)]
      USING ERRCODE = 'undefined_object';
  END IF;
  PERFORM 1 FROM partitions WHERE slot = ANY (_slots) ORDER BY slot FOR NO KEY UPDATE;
  WITH head AS (
    UPDATE partitions p SET next_offset = p.next_offset + c.n
      FROM (SELECT slot, count(*) AS n FROM unnest(_slots) slot GROUP BY slot) c
     WHERE p.slot = c.slot RETURNING p.slot, p.next_offset - c.n AS base)
  INSERT INTO log (slot, "offset", key, headers, value, at)
  SELECT r.slot, h.base + row_number() OVER (PARTITION BY r.slot ORDER BY r.ord) - 1, r.key, r.headers, r.value, clock_timestamp()
    FROM unnest(_slots, _keys, _headers, _values) WITH ORDINALITY r(slot, key, headers, value, ord)
    JOIN head h ON h.slot = r.slot;
END $$`;

/**
 * Says that a member lives, and which partitions are its own: the n-th partition belongs to the n-th member in turn.
 * What another still holds comes once it lets go or its lease runs out; what is another's by now is kept, unwanted,
 * until this member lets go.
 */
const claim = `
CREATE FUNCTION claim(_group text, _member uuid, _topics text[], _lease_ms integer)
RETURNS TABLE (slot integer, topic text, partition integer, fence bigint, wanted boolean)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  _until timestamptz;
  _mine integer[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || _group, 0));
  _until := clock_timestamp() + _lease_ms * interval '1 millisecond';
  INSERT INTO members (group_name, member, topics, alive_until) VALUES (_group, _member, _topics, _until)
    ON CONFLICT (group_name, member) DO UPDATE SET topics = _topics, alive_until = _until;
  DELETE FROM members WHERE group_name = _group AND alive_until < clock_timestamp();

  SELECT array_agg(s.slot) INTO _mine
    FROM (SELECT p.slot, p.topic, row_number() OVER (ORDER BY p.slot) AS n FROM partitions p
           WHERE p.topic IN (SELECT unnest(m.topics) FROM members m WHERE m.group_name = _group)) s
   CROSS JOIN LATERAL (SELECT array_agg(m.member ORDER BY m.member) AS who FROM members m
                        WHERE m.group_name = _group AND s.topic = ANY (m.topics)) turn
   WHERE turn.who[1 + s.n % cardinality(turn.who)] = _member;

  INSERT INTO leases AS l (group_name, slot, owner, lease_until)
    SELECT _group, mine, _member, _until FROM unnest(_mine) mine
    ON CONFLICT (group_name, slot) DO UPDATE
      SET fence = l.fence + (l.owner IS DISTINCT FROM _member)::int, owner = _member, lease_until = _until
      WHERE l.owner = _member OR l.owner IS NULL OR l.lease_until < clock_timestamp();
  UPDATE leases l SET lease_until = _until
   WHERE l.group_name = _group AND l.owner = _member AND l.slot <> ALL (coalesce(_mine, '{}'));
  RETURN QUERY
    SELECT p.slot, p.topic, p.partition, l.fence, p.slot = ANY (coalesce(_mine, '{}'))
      FROM leases l JOIN partitions p ON p.slot = l.slot WHERE l.group_name = _group AND l.owner = _member;
END $$`;

/** Deletes what is past the retention of its topic, oldest first; returns how many records that were. */
const trim = `
CREATE FUNCTION trim_log() RETURNS bigint LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  _part record;
  _first bigint;
  _rows bigint;
  _gone bigint := 0;
BEGIN
  FOR _part IN SELECT p.slot, p.next_offset, clock_timestamp() - t.retention_ms * interval '1 millisecond' AS since
                 FROM partitions p JOIN topics t ON t.name = p.topic ORDER BY p.slot LOOP
    SELECT l."offset" INTO _first FROM log l WHERE l.slot = _part.slot AND l.at >= _part.since ORDER BY l."offset" LIMIT 1;
    DELETE FROM log l WHERE l.slot = _part.slot AND l."offset" < coalesce(_first, _part.next_offset);
    GET DIAGNOSTICS _rows = ROW_COUNT;
    IF _rows > 0 THEN
      UPDATE partitions p SET first_offset = coalesce(_first, _part.next_offset) WHERE p.slot = _part.slot;
    END IF;
    _gone := _gone + _rows;
  END LOOP;
  RETURN _gone;
END $$`;
