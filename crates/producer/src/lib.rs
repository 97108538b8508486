//! From a spec to a project, one call a stage; and changes to a project that exists.
