"""What people type at the portal: parsed and cleaned here, never saved."""
