// Every field of every resource is one that its kind has, with a value that it may take.
import fs from 'node:fs';
import Ajv from 'ajv';

const { definitions, schemas } = JSON.parse(fs.readFileSync(new URL('schemas.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, allowUnionTypes: true });
const compiled = new Map();

function validatorOf(id) {
  if (!schemas[id]) return undefined;
  if (!compiled.has(id)) compiled.set(id, ajv.compile({ ...schemas[id], definitions }));
  return compiled.get(id);
}

export const schemaRules = {
  'fields are those of the kind'({ documents }) {
    return documents.flatMap((document) => {
      const id = `${document.apiVersion}/${document.kind}`;
      const validate = validatorOf(id);
      if (!validate) return [`${nameOf(document)}: there is no schema of ${id} (tools/k8s/schemas.mjs)`];
      if (validate(document)) return [];
      return validate.errors.map(
        ({ instancePath, message, params }) =>
          `${nameOf(document)}: ${instancePath} ${message} ${params.additionalProperty ?? params.allowedValues ?? ''}`,
      );
    });
  },
};

export const nameOf = ({ kind, metadata }) => `${kind} ${metadata?.name}`;
