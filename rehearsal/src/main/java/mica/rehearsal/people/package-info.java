/** Made-up visitors, and officers who do what officers do. */
@org.jspecify.annotations.NullMarked
package mica.rehearsal.people;
