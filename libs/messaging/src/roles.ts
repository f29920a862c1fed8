/**
 * SQL that lets the service's application role (`<schema>_app`, where it exists) use what a migration has made, in
 * the schema that the migration runs in.
 */
export const grantToApp = (tables: readonly string[], functions: readonly string[] = []): string => `
DO $$ DECLARE _app text := current_schema() || '_app'; BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = _app) THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), _app);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ${tables.join(', ')} TO %I', _app);
    ${functions.map((name) => `EXECUTE format('GRANT EXECUTE ON FUNCTION ${name} TO %I', _app);`).join('\n    ')}
  END IF;
END $$`;
