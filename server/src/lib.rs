//! The meeting point: keeps logs and photos, computes situations, serves both faces.
