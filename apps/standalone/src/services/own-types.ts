import '@tandem/platform';
import { TypeMetadataStorage } from '@nestjs/graphql';
import { LazyMetadataStorage } from '@nestjs/graphql/dist/schema-builder/storages/lazy-metadata.storage.js';
import type { Service } from '@tandem/platform';

interface Registered {
  registerIn?: unknown;
}

/**
 * GraphQL types are declared in one list for the whole process, where "Team" is four types of four services. Each
 * type is told which service it belongs to right after that service was loaded; those of libs/platform belong to all.
 */
export function own(service: Service): Service {
  for (const type of declared()) if (!shared.has(type)) type.registerIn ??= service.module;
  return service;
}

function declared(): Registered[] {
  LazyMetadataStorage.load([], { skipFieldLazyMetadata: true });
  const types = TypeMetadataStorage;
  return [
    types.getObjectTypesMetadata(),
    types.getInputTypesMetadata(),
    [...types.getInterfacesMetadata()],
    types.getEnumsMetadata(),
    types.getUnionsMetadata(),
  ].flat() as Registered[];
}

const shared = new Set(declared());
