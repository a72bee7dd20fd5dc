-- Add missing fields to tickets table
ALTER TABLE tickets ADD COLUMN IF NOT EXISTS attachment_urls jsonb DEFAULT '[]';
ALTER TABLE tickets ADD COLUMN IF NOT EXISTS last_updated_by uuid REFERENCES profiles(id);
ALTER TABLE tickets ADD COLUMN IF NOT EXISTS resolution_notes text;

-- Add customer preferences
CREATE TABLE IF NOT EXISTS customer_preferences (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  customer_id uuid REFERENCES profiles(id) NOT NULL,
  notification_preferences jsonb DEFAULT '{}',
  communication_preferences jsonb DEFAULT '{}',
  ui_preferences jsonb DEFAULT '{}',
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now()
);

-- Add knowledge base tables
CREATE TABLE IF NOT EXISTS kb_categories (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  name text NOT NULL,
  slug text UNIQUE NOT NULL,
  description text,
  parent_id uuid REFERENCES kb_categories(id),
  created_at timestamptz DEFAULT now()
);

CREATE TABLE IF NOT EXISTS kb_articles (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
  title text NOT NULL,
  slug text UNIQUE NOT NULL,
  content text NOT NULL,
  category_id uuid REFERENCES kb_categories(id),
  status text NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now()
);
