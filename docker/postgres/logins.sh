#!/bin/sh
# A login a service, without any right: `migrate` makes it a member of the service's application and reader roles.
set -eu
for service in exercises experiments metrics notifications; do
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -c "create role tandem_$service login password '$POSTGRES_PASSWORD'"
done
